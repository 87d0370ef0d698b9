"""The verbs of the command line, a module each; each gives its click command as `command`."""
