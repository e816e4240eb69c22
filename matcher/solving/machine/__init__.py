"""The loops over pairs and seats as machine code: C sources, how they are compiled and run.

Most of what a round costs is spent here. It knows nothing of what the numbers mean.
"""
