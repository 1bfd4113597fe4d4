"""A stand-in for Zoom: the few calls we make, with Zoom's silent rules and its ways to fail, on this machine only; and whole
sessions played in it, whose events are delivered as Zoom does."""
