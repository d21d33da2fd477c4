"""Made reports and the generator that makes them."""
