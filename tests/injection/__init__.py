"""Nothing that anybody types, names, uploads or puts in an address is taken for anything but words."""
