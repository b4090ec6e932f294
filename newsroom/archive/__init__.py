"""A generated archive to measure with: many stories, people and agreements, the same each time.

Its sentences are put together from parts and mean nothing; it is for trying the newsroom at a
size, never for a bureau's own database.
"""
