"""What maintainers run by hand: they make files of the repository, and nothing imports them."""
