"""Tests that drive other programs, each installed in an environment of its own."""
