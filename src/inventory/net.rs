//! Addresses and ports: CIDR blocks, port ranges, and how much of the internet a set of ranges spans.
