"""OpenID Connect with companies' identity providers: what they are, what they answer, whether it may be believed."""
