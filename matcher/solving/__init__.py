"""The numbers behind a round: arrays in, an optimal assignment and its proof out.

Everything here is a pure function of integer arrays, for any number of people. It knows
nothing of profiles, settings or words.
"""
