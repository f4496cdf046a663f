"""Charts that are drawn in the template and filled with figures of the data."""
