"""`python -m tianbao` is the command too."""

from tianbao.cli import main

if __name__ == "__main__":
    main()
