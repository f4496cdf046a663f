"""Where each printed figure comes from: its place, its formula with numbers, its inputs."""
