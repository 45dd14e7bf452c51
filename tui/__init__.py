"""The terminal screen. It talks to the service over HTTP only, through `tutor.client`."""
