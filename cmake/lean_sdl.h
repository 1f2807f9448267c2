/* Stands before SDL's stdlib (cmake/sdl2.cmake): nobody hints at another speed of the mouse, which alone reads a number. */
#include <stdlib.h>

#define atof(text) 1.0
