"""What is looked for in a template beside its faults: whether records survive it, and what a new
version of it breaks."""
