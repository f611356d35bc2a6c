"""What is drawn over the picture: points, vertices, the region under the mouse, labels, notes, the scale."""
