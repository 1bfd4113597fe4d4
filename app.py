"""Entry point: patches for the async mode before anything else is imported, then hands over to the command line."""

import sys

from balint_live import runtime

runtime.patch_for(sys.argv)

from balint_live.cli import main

if __name__ == "__main__":
    main()
