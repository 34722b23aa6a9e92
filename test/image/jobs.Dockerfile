# Images for jobs of the pipeline, with the same programs as those that .gitlab-ci.yml names. The context is a folder with the programs.
ARG BASE
FROM ${BASE} AS base
RUN apt-get update \
 && apt-get install -y --no-install-recommends bash busybox ca-certificates git libcap2-bin rsync runc uidmap \
 && rm -rf /var/lib/apt/lists/*
USER root
ENTRYPOINT []

# What gitlab-ci-local copies files with, and what the job that signs finds its shell in.
FROM base AS files

# As in Alpine: no bash, and the commands of busybox first.
FROM base AS alpine
RUN mkdir /busybox && busybox --install -s /busybox && mv /bin/bash /bin/not-bash && ln -sf busybox /bin/sh
ENV PATH=/busybox:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# As moby/buildkit:rootless: user 1000 with ranges of ids below it, and capabilities on files instead of programs that become root.
FROM alpine AS buildkit
RUN chmod u-s /usr/bin/newuidmap /usr/bin/newgidmap \
 && setcap cap_setuid+ep /usr/bin/newuidmap && setcap cap_setgid+ep /usr/bin/newgidmap \
 && sed -i '/:1000:/d' /etc/passwd && echo user:x:1000:1000::/home/user:/bin/sh >> /etc/passwd \
 && echo user:100000:65536 | tee /etc/subuid > /etc/subgid \
 && mkdir -p /run/user/1000 /home/user/.local/tmp /home/user/.local/share/buildkit && chown -R 1000:1000 /run/user/1000 /home/user
COPY buildkitd buildctl buildctl-daemonless.sh rootlesskit /usr/bin/
USER 1000:1000
ENV HOME=/home/user USER=user XDG_RUNTIME_DIR=/run/user/1000 TMPDIR=/home/user/.local/tmp
VOLUME /home/user/.local/share/buildkit
ENTRYPOINT ["rootlesskit", "buildkitd"]

FROM alpine AS trivy
COPY trivy /usr/local/bin/
ENTRYPOINT ["trivy"]
