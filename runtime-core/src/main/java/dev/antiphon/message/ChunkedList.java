package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * An immutable list whose changed copies share what did not change: adding at the end, replacing an
 * element and cutting the end cost the same at any size, up to the depth of a tree with 32 branches
 * a node.
 *
 * <p>It holds what snapshots of a thread share: the visible messages, the parts of a message.
 *
 * @param <E> what it holds
 */
public final class ChunkedList<E> extends AbstractList<E> implements RandomAccess {

  private static final int BITS = 5;
  private static final int WIDTH = 1 << BITS;
  private static final int MASK = WIDTH - 1;
  private static final ChunkedList<?> EMPTY =
      new ChunkedList<>(0, BITS, new Object[0], new Object[0]);

  private final int size;

  /** Bits to shift an index by at the root of {@link #stem}. */
  private final int shift;

  /** All full chunks, as a tree of arrays; empty if there is none. */
  private final Object[] stem;

  /** The last 1 to 32 elements; empty only in the empty list. */
  private final Object[] tail;

  private ChunkedList(int size, int shift, Object[] stem, Object[] tail) {
    this.size = size;
    this.shift = shift;
    this.stem = stem;
    this.tail = tail;
  }

  /**
   * Returns the empty list.
   *
   * @param <E> what it would hold
   */
  @SuppressWarnings("unchecked")
  public static <E> ChunkedList<E> empty() {
    return (ChunkedList<E>) EMPTY;
  }

  /**
   * Returns a list of the same elements.
   *
   * @param elements the elements, none null
   * @param <E> what it holds
   */
  @SuppressWarnings("unchecked")
  public static <E> ChunkedList<E> copyOf(List<? extends E> elements) {
    if (elements instanceof ChunkedList<?> same) {
      return (ChunkedList<E>) same;
    }
    ChunkedList<E> list = empty();
    return list.withAll(elements);
  }

  /**
   * Returns a list with one more element at the end.
   *
   * @param element the element, not null
   */
  public ChunkedList<E> with(E element) {
    requireNonNull(element, "element");
    if (tail.length < WIDTH) {
      Object[] longer = Arrays.copyOf(tail, tail.length + 1);
      longer[tail.length] = element;
      return new ChunkedList<>(size + 1, shift, stem, longer);
    }
    return pushTail(new Object[] {element}, size + 1);
  }

  /**
   * Returns a list with more elements at the end, filling whole chunks at a time.
   *
   * @param elements the elements, none null
   */
  public ChunkedList<E> withAll(List<? extends E> elements) {
    ChunkedList<E> list = this;
    int taken = 0;
    while (taken < elements.size()) {
      int room = list.tail.length == WIDTH ? WIDTH : WIDTH - list.tail.length;
      int count = Math.min(room, elements.size() - taken);
      Object[] chunk = new Object[list.tail.length % WIDTH + count];
      int kept = chunk.length - count;
      System.arraycopy(list.tail, 0, chunk, 0, kept);
      for (int i = 0; i < count; i++) {
        chunk[kept + i] = requireNonNull(elements.get(taken + i), "element");
      }
      int newSize = list.size + count;
      list = list.tail.length == WIDTH
          ? list.pushTail(chunk, newSize)
          : new ChunkedList<>(newSize, list.shift, list.stem, chunk);
      taken += count;
    }
    return list;
  }

  /**
   * Returns a list with one element replaced.
   *
   * @param index which one
   * @param element what stands there then, not null
   */
  public ChunkedList<E> withReplaced(int index, E element) {
    Objects.checkIndex(index, size);
    requireNonNull(element, "element");
    if (index >= tailStart()) {
      Object[] changed = tail.clone();
      changed[index & MASK] = element;
      return new ChunkedList<>(size, shift, stem, changed);
    }
    Object[] newStem = stem.clone();
    Object[] node = newStem;
    for (int level = shift; level > 0; level -= BITS) {
      int slot = (index >>> level) & MASK;
      Object[] child = ((Object[]) node[slot]).clone();
      node[slot] = child;
      node = child;
    }
    node[index & MASK] = element;
    return new ChunkedList<>(size, shift, newStem, tail);
  }

  /**
   * Returns the first elements.
   *
   * @param count how many, at most {@link #size()}
   */
  public ChunkedList<E> first(int count) {
    Objects.checkFromToIndex(0, count, size);
    if (count == size) {
      return this;
    }
    if (count == 0) {
      return empty();
    }
    int start = (count - 1) & ~MASK;
    Object[] newTail = Arrays.copyOf(chunkOf(start), count - start);
    if (start == 0) {
      return new ChunkedList<>(count, BITS, new Object[0], newTail);
    }
    int newShift = shift;
    Object[] node = stem;
    while (newShift > BITS && ((start - 1) >>> newShift) == 0) {
      node = (Object[]) node[0];
      newShift -= BITS;
    }
    return new ChunkedList<>(count, newShift, cut(node, newShift, start - 1), newTail);
  }

  @Override
  @SuppressWarnings("unchecked")
  public E get(int index) {
    Objects.checkIndex(index, size);
    return (E) chunkOf(index)[index & MASK];
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Iterator<E> iterator() {
    return new ChunkIterator();
  }

  private int tailStart() {
    return size - tail.length;
  }

  private Object[] chunkOf(int index) {
    if (index >= tailStart()) {
      return tail;
    }
    Object[] node = stem;
    for (int level = shift; level > 0; level -= BITS) {
      node = (Object[]) node[(index >>> level) & MASK];
    }
    return node;
  }

  /** Moves the full tail into the stem and starts a new one. */
  private ChunkedList<E> pushTail(Object[] newTail, int newSize) {
    int start = tailStart();
    Object[] newStem = stem;
    int newShift = shift;
    if (start == 1 << (shift + BITS)) {
      newStem = new Object[] {stem};
      newShift += BITS;
    }
    return new ChunkedList<>(newSize, newShift, push(newStem, newShift, start), newTail);
  }

  private Object[] push(Object[] node, int level, int start) {
    int slot = (start >>> level) & MASK;
    Object[] changed = slot < node.length ? node.clone() : Arrays.copyOf(node, slot + 1);
    if (level == BITS) {
      changed[slot] = tail;
    } else {
      Object[] child = slot < node.length ? (Object[]) node[slot] : new Object[0];
      changed[slot] = push(child, level - BITS, start);
    }
    return changed;
  }

  private static Object[] cut(Object[] node, int level, int lastIndex) {
    int slot = (lastIndex >>> level) & MASK;
    Object[] shorter = Arrays.copyOf(node, slot + 1);
    if (level > BITS) {
      shorter[slot] = cut((Object[]) node[slot], level - BITS, lastIndex);
    }
    return shorter;
  }

  /** Walks chunk by chunk, so that reading the whole list costs one look-up per 32 elements. */
  private final class ChunkIterator implements Iterator<E> {
    private int next;
    private Object[] chunk = size == 0 ? new Object[0] : chunkOf(0);

    @Override
    public boolean hasNext() {
      return next < size;
    }

    @Override
    @SuppressWarnings("unchecked")
    public E next() {
      if (next >= size) {
        throw new NoSuchElementException();
      }
      if (next > 0 && (next & MASK) == 0) {
        chunk = chunkOf(next);
      }
      return (E) chunk[next++ & MASK];
    }
  }
}
