# U-Boot's part of the slots: picks one, counts the attempt, starts its kernel. slotctl is the other part; it describes
# the two state sectors, which lie before the first partition. A slot whose files cannot be loaded is passed over.

if test "${board}" = qemu-arm; then
  setenv ram 0x4
  setenv console "console=ttyAMA0"
else
  setenv ram 0x0
  setenv console "console=tty1 quiet loglevel=3"
fi
setenv kernel ${ram}0200000
setenv dtb ${ram}5e00000
setenv state ${ram}5f00000
setenv initrd ${ram}6000000
setenv disk 6f746777

setenv slots "A B"
setenv A 3
setenv B 3
${devtype} dev ${devnum}
${devtype} read ${state} 800 1
if env import -c ${state} 200 slots A B; then true; else
  echo "SLOT first copy of the state is bad"
  ${devtype} read ${state} 1000 1
  if env import -c ${state} 200 slots A B; then true; else echo "SLOT second copy of the state is bad"; fi
fi
setenv save 'env export -c -s 200 ${state} slots A B; ${devtype} write ${state} 800 1; ${devtype} write ${state} 1000 1'

# The user's own arguments for the kernel: a line "kernel_arguments=..." in the file boot.txt.
setenv kernel_arguments
if load ${devtype} ${devnum}:1 ${state} boot.txt; then env import -t -r ${state} ${filesize} kernel_arguments; fi

# The next slot's system is told which one was passed over, and says so on the update page.
setenv failed
for slot in ${slots}; do
  if test "${slot}" = A; then
    setenv left ${A}; setenv boot 2; setenv root 05
  else
    setenv left ${B}; setenv boot 3; setenv root 06
  fi
  if test ${left} -gt 0; then
    setexpr left ${left} - 1
    setenv ${slot} ${left}
    run save
    echo "SLOT ${slot} slots=${slots} A=${A} B=${B}"
    setenv bootargs "root=PARTUUID=${disk}-${root} ro rauc.slot=${slot} panic=10 ${failed} ${console} ${kernel_arguments}"
    setenv fdt ${fdtcontroladdr}
    if test "${board}" != qemu-arm && load ${devtype} ${devnum}:${boot} ${dtb} ${fdtfile}; then setenv fdt ${dtb}; fi
    if load ${devtype} ${devnum}:${boot} ${kernel} vmlinuz && load ${devtype} ${devnum}:${boot} ${initrd} initrd; then
      booti ${kernel} ${initrd}:${filesize} ${fdt}
    fi
    echo "SLOT ${slot} could not be loaded"
    setenv failed "otgw.failed=${slot}"
  fi
done

# One attempt is a last chance: a slot that has no more, and does not run, still counts as bad.
echo "SLOT none left: counting anew"
if test "${slots}" = "A B"; then
  setenv A 3; setenv B 1
else
  setenv A 1; setenv B 3
fi
run save
sleep 5
reset
