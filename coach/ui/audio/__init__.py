"""What is heard: the voice, the earcons and the guide tones."""
