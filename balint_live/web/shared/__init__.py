"""What every page stands on: access, limits, forms, words for people, errors."""
