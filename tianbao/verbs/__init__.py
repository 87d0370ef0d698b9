"""The verbs of the command line and of `import tianbao`, a module for each."""
