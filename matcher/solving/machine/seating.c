// The exact optimum over listed pairs: shortest augmenting paths with prices, from both sides.
//
// A seating of market.h comes in and is changed in place until its pairs and prices prove
// each other. flow.py says what is done and where the method comes from. Reduced weight of a
// pair: weight - price - threshold; pairs that are taken have at least 0, the others at most
// 0, at every step. Nodes of a search are the mentors, then the mentees.

#include "market.h"

static int64_t seat_at(const Seating *state, int64_t j, int64_t e) {
  int64_t place = state->seat_start[j];
  while (state->seat_column[place] != e) place++;
  return place;
}

static void leave_seat(Seating *state, int64_t j, int64_t e) {
  int64_t place = seat_at(state, j, e);
  int64_t last = state->seat_start[j] + --state->load[j];
  state->seat_column[place] = state->seat_column[last];
  state->seat_mentee[place] = state->seat_mentee[last];
}

static void take_seat(Seating *state, int64_t j, int64_t e, int64_t i) {
  int64_t place = state->seat_start[j] + state->load[j]++;
  state->seat_column[place] = (int32_t)e;
  state->seat_mentee[place] = (int32_t)i;
}

static void swap_seat(Seating *state, int64_t j, int64_t old, int64_t e, int64_t i) {
  int64_t place = seat_at(state, j, old);
  state->seat_column[place] = (int32_t)e;
  state->seat_mentee[place] = (int32_t)i;
}

// Raise thresholds to what the columns offer now; free the pairs that fall below.
static void refresh(Seating *state) {
  for (int64_t i = 0; i < state->mentees; i++) {
    int64_t threshold = state->threshold[i];
    if (threshold < -state->placing[i]) threshold = -state->placing[i];
    for (int64_t e = state->start[i]; e < state->start[i + 1]; e++) {
      int64_t net = state->weight[e] - state->price[state->mentor[e]];
      if (!state->taken[e] && net > threshold) threshold = net;
    }
    state->threshold[i] = threshold;
    for (int64_t e = state->start[i]; e < state->start[i + 1]; e++) {
      int64_t j = state->mentor[e];
      if (state->taken[e] && state->weight[e] - state->price[j] < threshold) {
        state->taken[e] = false;
        state->held[i]--;
        leave_seat(state, j, e);
      }
    }
  }
}

static inline void push(Search *search, int64_t distance, int64_t node) {
  int64_t place = search->heap_size++;
  while (place > 0) {
    int64_t above = (place - 1) >> 1;
    if (search->heap_distance[above] <= distance) break;
    search->heap_distance[place] = search->heap_distance[above];
    search->heap_node[place] = search->heap_node[above];
    place = above;
  }
  search->heap_distance[place] = distance;
  search->heap_node[place] = (int32_t)node;
}

static inline void drop_first(Search *search) {
  int64_t last = --search->heap_size, place = 0;
  int64_t distance = search->heap_distance[last];
  int32_t node = search->heap_node[last];
  while (2 * place + 1 < last) {
    int64_t child = 2 * place + 1;
    if (child + 1 < last && search->heap_distance[child + 1] < search->heap_distance[child])
      child++;
    if (search->heap_distance[child] >= distance) break;
    search->heap_distance[place] = search->heap_distance[child];
    search->heap_node[place] = search->heap_node[child];
    place = child;
  }
  search->heap_distance[place] = distance;
  search->heap_node[place] = node;
}

// Note a shorter way to a node.
static inline void reach(Search *search, int64_t node, int64_t distance, int64_t column) {
  if (search->distance[node] == FAR) search->touched[search->touched_size++] = (int32_t)node;
  search->distance[node] = distance;
  search->column[node] = (int32_t)column;
}

// Note that a path may end at a node, if that is the shortest end so far.
static inline void end_at(Search *search, int64_t node, int64_t distance) {
  if (distance < search->best) {
    search->best = distance;
    search->best_node = node;
  }
}

static void begin(Search *search) {
  search->heap_size = search->touched_size = 0;
  search->best = FAR;
  search->best_node = -1;
}

// How many mentors a mentee must have at the prices of now.
static int64_t claim(const Seating *state, int64_t i) {
  if (state->threshold[i] > 0) return state->wanted[i];
  return state->threshold[i] + state->placing[i] > 0;
}

// Go on from a mentee of so many claims: step back, or take another mentor.
static void ask_mentee(const Seating *state, Search *search, int64_t i, int64_t distance,
                       int64_t claims) {
  int64_t threshold = state->threshold[i];
  int64_t back = claims > 1 ? threshold : threshold + state->placing[i];
  end_at(search, state->mentors + i, distance + back);
  for (int64_t e = state->start[i]; e < state->start[i + 1]; e++) {
    int64_t j = state->mentor[e];
    int64_t there = distance + threshold + state->price[j] - state->weight[e];
    if (there >= search->best || there >= search->distance[j] || state->taken[e]) continue;
    if (state->places[j] == 0) continue;
    reach(search, j, there, e);
    search->owner[j] = (int32_t)i;
    if (state->load[j] < state->places[j])
      end_at(search, j, there);
    else
      push(search, there, j);
  }
}

// Go on from a full mentor: each of their mentees may make room.
static void ask_mentor(const Seating *state, Search *search, int64_t j, int64_t distance) {
  int64_t first = state->seat_start[j];
  for (int64_t place = first; place < first + state->load[j]; place++) {
    int64_t k = state->seat_mentee[place], e = state->seat_column[place];
    int64_t node = state->mentors + k;
    int64_t there = distance + state->weight[e] - state->price[j] - state->threshold[k];
    if (there >= search->best || there >= search->distance[node]) continue;
    reach(search, node, there, e);
    if (there == distance)
      ask_mentee(state, search, k, there, state->held[k]);
    else
      push(search, there, node);
  }
}

// Search from a mentee for the cheapest way to a free place, or to one who steps back.
static void find_seat(const Seating *state, Search *search, int64_t seeker) {
  int64_t m = state->mentors;
  begin(search);
  reach(search, m + seeker, 0, -1);
  ask_mentee(state, search, seeker, 0, state->held[seeker] + 1);
  while (search->heap_size > 0) {
    int64_t distance = search->heap_distance[0], node = search->heap_node[0];
    if (distance >= search->best) break;
    drop_first(search);
    if (distance > search->distance[node]) continue;
    if (node >= m)
      ask_mentee(state, search, node - m, distance, state->held[node - m]);
    else
      ask_mentor(state, search, node, distance);
  }
}

// Walk the path back from its end: each mentee on it takes the next mentor.
static void move_to_seat(Seating *state, const Search *search, int64_t seeker) {
  int64_t m = state->mentors, node = search->best_node, lost = -1;
  if (node == m + seeker) return;
  state->held[seeker]++;
  if (node >= m) {
    lost = search->column[node];
    state->taken[lost] = false;
    state->held[node - m]--;
    node = state->mentor[lost];
  }
  while (true) {
    int64_t i = search->owner[node], e = search->column[node];
    state->taken[e] = true;
    if (lost < 0)
      take_seat(state, node, e, i);
    else
      swap_seat(state, node, lost, e, i);
    if (i == seeker) return;
    lost = search->column[m + i];
    state->taken[lost] = false;
    node = state->mentor[lost];
  }
}

// Move prices and thresholds of the nodes nearer than the path's end; forget the search.
//
// `way` is -1 after a search for a seat (prices rise) and 1 after one for a mentee.
static void settle(Seating *state, Search *search, int64_t way) {
  for (int64_t place = 0; place < search->touched_size; place++) {
    int64_t node = search->touched[place];
    int64_t change = search->best - search->distance[node];
    search->distance[node] = FAR;
    if (change <= 0) continue;
    if (node < state->mentors)
      state->price[node] -= way * change;
    else
      state->threshold[node - state->mentors] += way * change;
  }
}

// Go on from a place: who might come, as a further mentor or from another one.
static void invite(const Seats *seats, Search *search, int64_t j, int64_t distance) {
  const Seating *state = &seats->state;
  for (int64_t place = seats->into_start[j]; place < seats->into_start[j + 1]; place++) {
    int64_t e = seats->into[place], i = seats->owner[place], node = state->mentors + i;
    int64_t there = distance + state->threshold[i] + state->price[j] - state->weight[e];
    if (there >= search->best || there >= search->distance[node] || state->taken[e]) continue;
    reach(search, node, there, e);
    if (state->held[i] == 0) {
      end_at(search, node, there - state->threshold[i] - state->placing[i]);
    } else {
      if (state->held[i] < state->wanted[i]) end_at(search, node, there - state->threshold[i]);
      push(search, there, node);
    }
  }
}

// Go on from a mentee: which of their mentors could be left.
static void leave_from(const Seating *state, Search *search, int64_t i, int64_t distance) {
  for (int64_t e = state->start[i]; e < state->start[i + 1]; e++) {
    if (!state->taken[e]) continue;
    int64_t j = state->mentor[e];
    int64_t there = distance + state->weight[e] - state->price[j] - state->threshold[i];
    if (there >= search->best || there >= search->distance[j]) continue;
    reach(search, j, there, e);
    search->owner[j] = (int32_t)i;
    push(search, there, j);
  }
}

// By how much a price exceeds what a free place may keep.
static inline int64_t above_floor(const Seating *state, int64_t j) {
  int64_t above = state->price[j] - state->floor[j];
  return above > 0 ? above : 0;
}

// Search from a free place for the mentee it costs least to bring there.
static void find_mentee(const Seats *seats, Search *search, int64_t seeker) {
  const Seating *state = &seats->state;
  int64_t m = state->mentors;
  begin(search);
  reach(search, seeker, 0, -1);
  push(search, 0, seeker);
  while (search->heap_size > 0) {
    int64_t distance = search->heap_distance[0], node = search->heap_node[0];
    if (distance >= search->best) break;
    drop_first(search);
    if (distance > search->distance[node]) continue;
    if (node >= m) {
      leave_from(state, search, node - m, distance);
    } else {
      end_at(search, node, distance + above_floor(state, node));
      invite(seats, search, node, distance);
    }
  }
}

// Walk the path back from its end: each mentee on it moves to the place nearer its start.
static void move_from_seat(Seating *state, const Search *search, int64_t seeker) {
  int64_t m = state->mentors, node = search->best_node, i;
  if (node == seeker) return;
  if (node >= m) {
    i = node - m;
    state->held[i]++;
  } else {
    int64_t e = search->column[node];
    i = search->owner[node];
    state->taken[e] = false;
    leave_seat(state, node, e);
  }
  while (true) {
    int64_t e = search->column[m + i], j = state->mentor[e];
    state->taken[e] = true;
    if (j == seeker) {
      take_seat(state, j, e, i);
      return;
    }
    int64_t lost = search->column[j];
    swap_seat(state, j, lost, e, i);
    state->taken[lost] = false;
    i = search->owner[j];
  }
}

// Seat every mentee up to what the threshold claims; say whether places are left to fill.
EXPORTED int64_t seat_mentees(Seats *seats) {
  Seating *state = &seats->state;
  Search *search = &seats->search;
  refresh(state);
  for (int64_t at = 0; at < state->mentees; at++) {
    int64_t i = seats->order[at];
    while (state->held[i] < claim(state, i)) {
      find_seat(state, search, i);
      move_to_seat(state, search, i);
      settle(state, search, -1);
    }
  }
  for (int64_t j = 0; j < state->mentors; j++)
    if (above_floor(state, j) > 0 && state->load[j] < state->places[j]) return 1;
  return 0;
}

// Fill each free place whose price exceeds its floor, or lower the price to that.
EXPORTED int64_t fill_places(Seats *seats) {
  Seating *state = &seats->state;
  Search *search = &seats->search;
  for (int64_t j = 0; j < state->mentors; j++)
    while (above_floor(state, j) > 0 && state->load[j] < state->places[j]) {
      find_mentee(seats, search, j);
      move_from_seat(state, search, j);
      settle(state, search, 1);
    }
  return 0;
}
