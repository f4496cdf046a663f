"""What a batch is made of: the inputs that were meant, and what is known of earlier runs."""
