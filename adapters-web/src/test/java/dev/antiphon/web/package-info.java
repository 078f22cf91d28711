/** Tests of what a browser speaks. */
@NullMarked
package dev.antiphon.web;

import org.jspecify.annotations.NullMarked;
