"""Pages for everybody: the home page, the sign-in, the style guide."""
