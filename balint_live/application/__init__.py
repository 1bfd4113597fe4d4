"""Use cases. They import the domain only, and reach the world through `ports`."""
