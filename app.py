"""Entry point: patches for the async mode before anything else is imported, then hands over to the command line."""

import gc
import sys

from balint_live import runtime

runtime.patch_for(sys.argv)
gc.disable()  # nothing that is loaded now is garbage, and looking for it takes a seventh of the start

from balint_live.cli import main

gc.enable()

if __name__ == "__main__":
    main()
