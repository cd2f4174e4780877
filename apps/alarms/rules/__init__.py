"""Rules as data: what they may say, whether one is right, when it holds, what it leaves behind."""
