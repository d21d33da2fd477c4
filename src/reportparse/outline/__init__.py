"""What a report says of itself: its title, agency, year and contact, and its sections with their texts."""
