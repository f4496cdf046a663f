"""From one year to the next: last year's input becomes this year's file, and its comparatives."""
