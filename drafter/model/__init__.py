"""The department-year as typed values: shape and grammar, nothing derived."""
