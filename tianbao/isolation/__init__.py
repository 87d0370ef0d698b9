"""Child processes that can be killed, in which documents are read."""
