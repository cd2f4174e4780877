"""One event to many sockets: the servers that the portal is compared with, and the sockets themselves."""
