/** A plug-in for Antiphon: a history in plain files. */
package org.example.files;
