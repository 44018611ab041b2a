"""The toolbox: what an authority uses to talk about integrity, and shares with others."""
