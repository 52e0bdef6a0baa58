package dev.recur.text;

/** Takes the symbols of a text one by one: code points, or bytes from 0 to 255. */
interface Symbols {
    void accept(int symbol);
}
