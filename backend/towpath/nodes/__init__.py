"""Node types, one file each. Every file is the whole definition of its type."""
