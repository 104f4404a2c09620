"""Named conditions and who meets them."""
