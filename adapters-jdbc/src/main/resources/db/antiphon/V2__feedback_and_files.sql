-- What people think of messages, attached files, and the name of a thread's last write.

-- Tells a writer whose connection was lost whether its commit took place.
alter table antiphon_thread add column if not exists write_token varchar(64);

create table if not exists antiphon_feedback (
  owner_id varchar(1280) not null,
  -- no foreign key: messages may be kept elsewhere
  thread_id varchar(640) not null,
  message_id varchar(640) not null,
  -- 'positive' or 'negative'
  type varchar(8) not null,
  comment_text text,
  -- epoch milliseconds
  submitted_at bigint not null,
  primary key (owner_id, thread_id, message_id)
);

create table if not exists antiphon_file (
  owner_id varchar(1280) not null,
  file_id varchar(256) not null,
  -- in bytes; null until all of it is there
  size bigint,
  -- epoch milliseconds
  created_at bigint not null,
  primary key (owner_id, file_id)
);

create table if not exists antiphon_file_chunk (
  owner_id varchar(1280) not null,
  file_id varchar(256) not null,
  place integer not null,
  content bytea not null,
  primary key (owner_id, file_id, place),
  foreign key (owner_id, file_id) references antiphon_file (owner_id, file_id)
    on delete cascade
);
