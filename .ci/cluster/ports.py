"""Free ports of loopback, as many as the argument says: below those that outgoing connections take, or
one of these may have it before who asked."""
import random
import socket
import sys

lowest = int(open("/proc/sys/net/ipv4/ip_local_port_range").read().split()[0])
ports = []
while len(ports) < int(sys.argv[1]):
    port = random.randrange(max(10_000, lowest - 12_000), lowest)
    with socket.socket() as s:
        try:
            s.bind(("127.0.0.1", port))
        except OSError:
            continue
    if port not in ports:
        ports.append(port)
print(*ports)
