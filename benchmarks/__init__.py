"""Tables of cost: each module prints one, and none of them is a test."""
