"""A stand-in for Zoom: the few calls we make, with Zoom's silent rules and its ways to fail, on this machine only."""
