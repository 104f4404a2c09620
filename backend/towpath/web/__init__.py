"""What every HTTP answer shares: problems, sign-in, pages. Knows Litestar, knows no slice."""
