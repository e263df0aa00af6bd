"""What we claim about speed, as ratios against the bare thing, measured in one run: `./vistone bench`."""
