"""`python -m towpath.cli`: how `towpath up` starts its children."""

from towpath.cli import main

main()
