"""The projects of the demo, one file each."""
