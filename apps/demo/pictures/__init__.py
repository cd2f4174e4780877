"""What the demo's cameras show: drawn scenes, marked so, from a server on loopback that is asked as any camera."""
