"""Tables of pages: by their rulings, by where their texts stand, and joined over the ends of pages."""
